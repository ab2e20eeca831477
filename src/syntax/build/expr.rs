//! Expressions: the grammar gives operands and operators in a row, the precedences are applied here.

use std::sync::LazyLock;

use pest::pratt_parser::{Assoc, Op, PrattParser};

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::build::builder::Builder;
use crate::syntax::grammar::{Pair, Rule, all, first, one};
use crate::syntax::tree::{Expr, ExprKind, Field, Name, Operator, Text};

/// Operators of one expression, those within brackets included. Each makes the tree deeper by one at most, and
/// whatever walks the tree must fit a stack of 2 MiB.
const MAX_OPERATORS: usize = 500;

/// From loose to tight.
static PRECEDENCES: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    let left = |rule| Op::infix(rule, Assoc::Left);
    PrattParser::new()
        .op(Op::infix(Rule::op_else, Assoc::Right))
        .op(left(Rule::op_or))
        .op(left(Rule::op_and))
        .op(Op::prefix(Rule::prefix_not))
        .op(left(Rule::op_equal)
            | left(Rule::op_not_equal)
            | left(Rule::op_less)
            | left(Rule::op_less_equal)
            | left(Rule::op_greater)
            | left(Rule::op_greater_equal)
            | left(Rule::op_in)
            | left(Rule::op_not_in)
            | left(Rule::op_contains)
            | left(Rule::op_starts_with)
            | left(Rule::slip_equal)
            | Op::postfix(Rule::matches))
        .op(left(Rule::op_add) | left(Rule::op_subtract))
        .op(left(Rule::op_multiply) | left(Rule::op_divide) | left(Rule::op_remainder))
        .op(Op::prefix(Rule::prefix_minus))
});

impl Builder {
    /// The expression of the child `expr`.
    pub(super) fn expr_in(&mut self, pair: &Pair<'_>) -> Expr {
        match one(pair, Rule::expr) {
            Some(kid) => self.expr(&kid),
            None => Expr { kind: ExprKind::Bad, span: self.span(pair).head() },
        }
    }

    pub(super) fn exprs_in(&mut self, pair: &Pair<'_>) -> Vec<Expr> {
        all(pair, Rule::expr).map(|kid| self.expr(&kid)).collect()
    }

    pub(super) fn expr(&mut self, pair: &Pair<'_>) -> Expr {
        if self.within_expr {
            return self.climb(pair);
        }
        let operators = pair.clone().into_inner().flatten().filter(|p| is_operator(p.as_rule())).count();
        if operators > MAX_OPERATORS {
            let span = self.span(pair);
            let headline = format!("an expression with {operators} operators");
            let problem = Diagnostic::error(Code::F0115, headline, span.head(), "this expression is too long");
            self.report(
                problem.with_help(format!("{MAX_OPERATORS} are allowed; use `set` to work out parts of it first")),
            );
            return Expr { kind: ExprKind::Bad, span };
        }
        self.within_expr = true;
        let expr = self.climb(pair);
        self.within_expr = false;
        expr
    }

    fn climb(&mut self, pair: &Pair<'_>) -> Expr {
        let this = std::cell::RefCell::new(self);
        let tokens = pair.clone().into_inner().filter(|kid| kid.as_rule() != Rule::COMMENT);
        PRECEDENCES
            .map_primary(|term| this.borrow_mut().term(&term))
            .map_prefix(|operator, operand| {
                let span = this.borrow().span(&operator).to(operand.span);
                let operand = Box::new(operand);
                let not = operator.as_rule() == Rule::prefix_not;
                Expr { kind: if not { ExprKind::Not(operand) } else { ExprKind::Negate(operand) }, span }
            })
            .map_postfix(|subject, operator| {
                let this = this.borrow();
                let span = subject.span.to(this.span(&operator));
                let pattern = this.regex_in(&operator);
                Expr { kind: ExprKind::Matches { subject: Box::new(subject), pattern }, span }
            })
            .map_infix(|left, operator, right| {
                let span = left.span.to(right.span);
                let operator = this.borrow_mut().operator(&operator);
                Expr { kind: ExprKind::Binary { operator, left: Box::new(left), right: Box::new(right) }, span }
            })
            .parse(tokens)
    }

    fn operator(&mut self, pair: &Pair<'_>) -> Operator {
        match pair.as_rule() {
            Rule::op_or => Operator::Or,
            Rule::op_and => Operator::And,
            Rule::op_not_equal => Operator::NotEqual,
            Rule::op_less => Operator::Less,
            Rule::op_less_equal => Operator::LessEqual,
            Rule::op_greater => Operator::Greater,
            Rule::op_greater_equal => Operator::GreaterEqual,
            Rule::op_in => Operator::In,
            Rule::op_not_in => Operator::NotIn,
            Rule::op_contains => Operator::Contains,
            Rule::op_starts_with => Operator::StartsWith,
            Rule::op_add => Operator::Add,
            Rule::op_subtract => Operator::Subtract,
            Rule::op_multiply => Operator::Multiply,
            Rule::op_divide => Operator::Divide,
            Rule::op_remainder => Operator::Remainder,
            Rule::op_else => Operator::Else,
            Rule::slip_equal => {
                let span = self.span(pair);
                let problem = Diagnostic::error(
                    Code::F0111,
                    "`=` only sets, it does not compare",
                    span,
                    "a comparison was meant",
                );
                self.report(problem.with_help("write `==`").with_edit(span, "=="));
                Operator::Equal
            }
            _ => Operator::Equal,
        }
    }
}

impl Builder {
    pub(super) fn term(&mut self, pair: &Pair<'_>) -> Expr {
        let mut kids = pair.clone().into_inner().filter(|kid| kid.as_rule() != Rule::COMMENT);
        let Some(head) = kids.next() else { return Expr { kind: ExprKind::Bad, span: self.span(pair) } };
        let mut expr = self.primary(&head);
        for kid in kids {
            let span = expr.span.to(self.span(&kid));
            let of = Box::new(expr);
            let kind = match kid.as_rule() {
                Rule::dot_field => ExprKind::Field { of, name: self.word_in(&kid, Rule::field_name) },
                _ => ExprKind::Index { of, index: Box::new(self.expr_in(&kid)) },
            };
            expr = Expr { kind, span };
        }
        expr
    }

    /// A literal, a name, a call or something in brackets.
    pub(super) fn primary(&mut self, pair: &Pair<'_>) -> Expr {
        let kind = match pair.as_rule() {
            Rule::kw_none => ExprKind::None,
            Rule::kw_true => ExprKind::Bool(true),
            Rule::kw_false => ExprKind::Bool(false),
            Rule::duration_right => ExprKind::Duration(self.millis(pair)),
            Rule::number => ExprKind::Number(self.number(pair)),
            Rule::text => ExprKind::Text(self.text(pair)),
            Rule::name => ExprKind::Name(self.name_or_builtin(pair)),
            Rule::call => ExprKind::Call {
                function: self.word_in(pair, Rule::function_name),
                arguments: one(pair, Rule::arguments).map_or_else(Vec::new, |kid| self.exprs_in(&kid)),
            },
            Rule::group => ExprKind::Group(Box::new(self.expr_in(pair))),
            Rule::list => ExprKind::List(self.exprs_in(pair)),
            Rule::body => ExprKind::Map(self.fields(pair)),
            _ => ExprKind::Bad,
        };
        Expr { kind, span: self.span(pair) }
    }

    fn name_or_builtin(&mut self, pair: &Pair<'_>) -> String {
        let name = self.word(pair);
        if !matches!(name.text.as_str(), "contact" | "language") {
            self.check_name(&name);
        }
        name.text
    }

    /// `{ key: EXPR, … }`
    pub(super) fn fields(&mut self, body: &Pair<'_>) -> Vec<Field> {
        all(body, Rule::field).map(|kid| self.field(&kid)).collect()
    }

    /// The fields of the child `body`, none where it is missing.
    pub(super) fn fields_in(&mut self, pair: &Pair<'_>) -> Vec<Field> {
        one(pair, Rule::body).map_or_else(Vec::new, |kid| self.fields(&kid))
    }

    fn field(&mut self, pair: &Pair<'_>) -> Field {
        let key = one(pair, Rule::field_key).and_then(|key| first(&key));
        let key = match key {
            Some(kid) if kid.as_rule() == Rule::text => {
                let Text { value, span, .. } = self.text(&kid);
                Name { text: value, span }
            }
            Some(kid) => self.word(&kid),
            None => Name { text: String::new(), span: self.span(pair).head() },
        };
        let value = match one(pair, Rule::body) {
            Some(body) => self.primary(&body),
            None => self.expr_in(pair),
        };
        Field { key, value }
    }
}

fn is_operator(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::prefix_not
            | Rule::prefix_minus
            | Rule::matches
            | Rule::dot_field
            | Rule::index
            | Rule::op_else
            | Rule::op_or
            | Rule::op_and
            | Rule::op_not_in
            | Rule::op_in
            | Rule::op_contains
            | Rule::op_starts_with
            | Rule::op_equal
            | Rule::op_not_equal
            | Rule::op_less_equal
            | Rule::op_greater_equal
            | Rule::op_less
            | Rule::op_greater
            | Rule::op_add
            | Rule::op_subtract
            | Rule::op_multiply
            | Rule::op_divide
            | Rule::op_remainder
            | Rule::slip_equal
    )
}
