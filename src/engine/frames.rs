//! Nodes entered, called and returned from.

use std::collections::BTreeMap;

use crate::program::{Expr, Op, Place, is_always};
use crate::value::Value;

use super::effect::{Fault, FaultCode};
use super::limits;
use super::run::Next;
use super::session::{Frame, ResultPlace};
use super::turn::Turn;

impl<'p> Turn<'p> {
    /// `-> node`: the frame gives way to another. A choice of `always` speaks for the wait that it interrupted,
    /// so that the interrupted frame gives way with it.
    pub fn enter(&mut self, node: &str, arguments: &'p [Expr]) -> Result<Next, Fault> {
        let locals = self.bind(node, arguments)?;
        let result = self.leave_always()?.result;
        self.session.frames.push(Frame { node: node.to_owned(), locals, result, ..Frame::default() });
        self.trace(format!("entered `{node}`"));
        Ok(Next::Placed)
    }

    /// `do node`: comes back to the next op.
    pub fn call(&mut self, node: &str, arguments: &'p [Expr], result: Option<&Place>) -> Result<Next, Fault> {
        let locals = self.bind(node, arguments)?;
        let result = result.map(|place| match place {
            Place::Session(name) => ResultPlace::Session(name.clone()),
            Place::Local(name) => ResultPlace::Local(name.clone()),
            Place::Contact(name) => ResultPlace::Contact(name.clone()),
        });
        self.check_depth()?;
        self.frame()?.at += 1;
        self.session.frames.push(Frame { node: node.to_owned(), locals, result, ..Frame::default() });
        self.trace(format!("called `{node}`"));
        Ok(Next::Placed)
    }

    /// Back to the node that said `do`; without one the session ends.
    pub fn return_(&mut self, value: Option<&'p Expr>) -> Result<Next, Fault> {
        let sensitive = value.is_some_and(|expr| self.reads_sensitive(expr));
        let value = value.map_or(Value::None, |expr| self.eval(expr));
        if self.is_aside && self.session.frames.len() == 1 {
            return Ok(Next::Stop);
        }
        let left = self.leave_always()?;
        if self.session.frames.is_empty() {
            self.session.frames.push(left);
            self.trace("ended".to_owned());
            self.end();
            return Ok(Next::Stop);
        }
        match left.result {
            Some(ResultPlace::Session(name)) => self.store(&Place::Session(name), value, sensitive),
            Some(ResultPlace::Local(name)) => self.store(&Place::Local(name), value, sensitive),
            Some(ResultPlace::Contact(name)) => self.store(&Place::Contact(name), value, sensitive),
            None => {}
        }
        self.trace(format!("returned from `{}`", left.node));
        Ok(Next::Placed)
    }

    /// Runs the arm of `always` at `to` over the wait that it interrupts.
    pub fn interrupt(&mut self, to: usize) -> Result<Next, Fault> {
        self.check_depth()?;
        let waiting = self.frame()?.node.clone();
        let node = self.program.always_at(&waiting).map(|(node, _)| node.to_owned()).unwrap_or_default();
        self.session.frames.push(Frame { node, at: to, ..Frame::default() });
        Ok(Next::Placed)
    }

    /// The arm of `always` did not leave: the interrupted wait is asked again.
    pub fn resume(&mut self) -> Result<Next, Fault> {
        if self.session.frames.len() < 2 || self.session.frames.last().is_none_or(|frame| !is_always(&frame.node)) {
            return Err(self.lost("nothing was interrupted".to_owned()));
        }
        self.session.frames.pop();
        self.ask_again()
    }

    /// Asks the wait at the frame's place once more, its counters kept.
    pub fn ask_again(&mut self) -> Result<Next, Fault> {
        let Op::Wait(wait) = self.op()? else {
            return Ok(Next::Placed);
        };
        let frame = self.frame()?;
        let at = frame.at;
        let tries = frame.tries.remove(&at).unwrap_or_default();
        self.ask(wait, tries)
    }

    /// Drops the frames of `always` arms on top and the frame they interrupted, which is given back.
    fn leave_always(&mut self) -> Result<Frame, Fault> {
        while let Some(frame) = self.session.frames.pop() {
            if !is_always(&frame.node) {
                return Ok(frame);
            }
        }
        Err(self.lost("a choice of `always` interrupted nothing".to_owned()))
    }

    fn check_depth(&self) -> Result<(), Fault> {
        if self.session.frames.len() > limits::DEPTH {
            let text = format!("more than {} nodes wait for each other with `do`", limits::DEPTH);
            return Err(self.fault(FaultCode::DepthLimit, text));
        }
        Ok(())
    }

    fn bind(&mut self, node: &str, arguments: &'p [Expr]) -> Result<BTreeMap<String, Value>, Fault> {
        let Some(target) = self.program.node(node) else {
            return Err(self.lost(format!("the flow has no node `{node}`")));
        };
        let mut locals = BTreeMap::new();
        for (index, (name, ty)) in target.parameters.iter().enumerate() {
            let argument = arguments.get(index);
            let value = argument.map_or(Value::None, |expr| self.eval(expr));
            let sensitive = argument.is_some_and(|expr| self.reads_sensitive(expr));
            self.mark(name, sensitive);
            locals.insert(name.clone(), self.shaped(name, *ty, value));
        }
        Ok(locals)
    }
}
