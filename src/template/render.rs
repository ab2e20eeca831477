//! Runs a compiled template: Handlebars walks it, our helpers read the data and write the output.

use handlebars::{
    Context, Handlebars, Helper as Call, HelperDef, HelperResult, Output, RenderContext, Renderable, ScopedJson,
    Template,
};

use crate::function::{Function, Scope};
use crate::value::Value;

use super::carry::{pack, unpack};
use super::compile::{Compiled, Use};
use super::error::RenderError;
use super::helpers::{Block, Helper};
use super::limits::MAX_EACH;
use super::markup;
use super::path::Path;
use super::phrases::Phrases;
use super::state::{Capped, Data, For, Item, State, Within, failed};
use super::walk::{GET, SHOW};

/// Handlebars without any helpers of its own.
#[derive(Debug)]
pub(super) struct Registry(Handlebars<'static>);

impl Default for Registry {
    fn default() -> Self {
        let mut handlebars = Handlebars::new();
        for name in ["if", "unless", "each", "with", "lookup", "raw", "log"] {
            handlebars.unregister_helper(name);
        }
        for name in ["eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not", "len"] {
            handlebars.unregister_helper(name);
        }
        Registry(handlebars)
    }
}

impl Registry {
    pub fn render(
        &self,
        compiled: &Compiled,
        goal: For,
        phrases: Phrases,
        data: &Data,
        scope: &mut dyn Scope,
    ) -> Result<String, RenderError> {
        let seed = if compiled.chance { scope.random() } else { 0 };
        let state = State::new(goal, phrases, data, scope, seed, compiled.leads_with_value);
        let context = Context::null();
        let mut out = Capped::default();
        let mut run = RenderContext::new(None);
        run.register_local_helper(GET, Box::new(Bound { kind: Kind::Get, state: &state }));
        run.register_local_helper(SHOW, Box::new(Bound { kind: Kind::Show, state: &state }));
        for used in &compiled.uses {
            run.register_local_helper(&used.name, Box::new(Bound { kind: Kind::of(used), state: &state }));
        }
        match compiled.template.render(&self.0, &context, &mut run, &mut out) {
            Ok(()) => Ok(out.text),
            Err(error) => Err(RenderError(error.reason().to_string())),
        }
    }
}

/// A helper of one rendering.
struct Bound<'a> {
    kind: Kind,
    state: &'a State<'a>,
}

enum Kind {
    Get,
    Show,
    Block(Block),
    /// Written into the text as the helper, used within another as the function where there is one of that name.
    Helper(&'static Helper, Option<&'static Function>),
    Function(&'static Function),
    Unknown,
}

impl Kind {
    fn of(used: &Use) -> Kind {
        match (used.block, used.helper, used.function) {
            (Some(block), _, _) => Kind::Block(block),
            (None, Some(helper), function) => Kind::Helper(helper, function),
            (None, None, Some(function)) => Kind::Function(function),
            (None, None, None) => Kind::Unknown,
        }
    }
}

impl Bound<'_> {
    fn arguments(&self, call: &Call<'_>) -> Result<Vec<Value>, handlebars::RenderError> {
        let mut arguments = Vec::with_capacity(call.params().len());
        for parameter in call.params() {
            let value = unpack(parameter.value());
            self.state.charge(&value)?;
            arguments.push(value);
        }
        Ok(arguments)
    }

    fn function(&self, function: &Function, arguments: &[Value]) -> Value {
        (function.call)(arguments, &mut Within(self.state))
    }
}

impl HelperDef for Bound<'_> {
    /// As a value for another helper.
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        call: &Call<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, handlebars::RenderError> {
        let value = match self.kind {
            Kind::Get => {
                let path = call.param(0).and_then(|path| Path::from_json(path.value()));
                path.and_then(|path| self.state.resolve(&path)).unwrap_or_default()
            }
            Kind::Function(function) | Kind::Helper(_, Some(function)) => {
                self.function(function, &self.arguments(call)?)
            }
            Kind::Helper(helper, None) => {
                let pieces = (helper.write)(&self.arguments(call)?, &self.state.view.for_text());
                Value::Text(markup::flat(&pieces))
            }
            Kind::Show | Kind::Block(_) | Kind::Unknown => return Err(failed("a block stands where a value belongs")),
        };
        self.state.charge(&value)?;
        Ok(ScopedJson::Derived(pack(&value)))
    }

    /// Into the text.
    fn call<'reg: 'rc, 'rc>(
        &self,
        call: &Call<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        run: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let arguments = self.arguments(call)?;
        let subject = arguments.first().unwrap_or(&Value::None);
        let render = |branch: Option<&'rc Template>, run: &mut RenderContext<'reg, 'rc>, out: &mut dyn Output| {
            branch.map_or(Ok(()), |branch| branch.render(registry, context, run, out))
        };
        match self.kind {
            Kind::Show => self.state.show(subject, out),
            Kind::Helper(helper, _) => self.state.write(&(helper.write)(&arguments, &self.state.view), out),
            Kind::Function(function) => self.state.show(&self.function(function, &arguments), out),
            Kind::Block(Block::If) => render(if holds(subject) { call.template() } else { call.inverse() }, run, out),
            Kind::Block(Block::Unless) => {
                render(if holds(subject) { call.inverse() } else { call.template() }, run, out)
            }
            Kind::Block(Block::Each) => {
                let items = each_of(subject);
                if items.is_empty() {
                    return render(call.inverse(), run, out);
                }
                let pair = call.block_param_pair();
                let item_name = pair.map(|(item, _)| item).or_else(|| call.block_param());
                let names = (item_name.map(str::to_owned), pair.map(|(_, key)| key.to_owned()));
                let count = items.len();
                for (index, (key, value)) in items.into_iter().enumerate() {
                    self.state.charge(&value)?;
                    let item = Item { value, index, key, last: index + 1 == count, names: names.clone() };
                    self.state.items().push(item);
                    let rendered = render(call.template(), run, out);
                    self.state.items().pop();
                    rendered?;
                }
                Ok(())
            }
            Kind::Get | Kind::Unknown => Err(failed("an unknown helper")),
        }
    }
}

/// What `if` takes for a yes, as Handlebars does: not `none`, `false`, 0, an empty text, list or map.
fn holds(value: &Value) -> bool {
    match value {
        Value::None | Value::Bool(false) => false,
        Value::Number(number) => !number.is_zero(),
        Value::Text(text) => !text.is_empty(),
        Value::List(_) | Value::Map(_) => value.length() != Some(0),
        _ => true,
    }
}

fn each_of(value: &Value) -> Vec<(Option<String>, Value)> {
    match value {
        Value::List(items) => items.iter().take(MAX_EACH).map(|item| (None, item.clone())).collect(),
        Value::Map(fields) => {
            fields.iter().take(MAX_EACH).map(|(key, item)| (Some(key.clone()), item.clone())).collect()
        }
        _ => Vec::new(),
    }
}
