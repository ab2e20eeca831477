use crate::template::TemplateId;
use crate::value::Channel;

use super::expr::Expr;

/// `emit`: an event for the outside.
#[derive(Debug)]
pub struct EmitSpec {
    /// As endpoints name it: `order.checked`.
    pub name: String,
    pub fields: Vec<(String, Expr)>,
}

/// `send`: a message beside the reply.
#[derive(Debug)]
pub struct SendSpec {
    /// SMS or WhatsApp.
    pub channel: Channel,
    pub to: Expr,
    pub body: Option<TemplateId>,
    /// The address of a picture.
    pub media: Option<TemplateId>,
    pub template: Option<TemplateSpec>,
    /// The node at which the conversation goes on there, and its values.
    pub proceed: Option<(String, Vec<Expr>)>,
}

/// A message whose wording the provider keeps.
#[derive(Debug)]
pub struct TemplateSpec {
    /// `HX…`
    pub sid: String,
    pub variables: Vec<(String, Expr)>,
}
