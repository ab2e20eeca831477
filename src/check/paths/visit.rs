//! Going through statements without caring where they stand. Nothing here recurses.

use super::graph::NodeKind;
use crate::syntax::tree::{Action, Block, Failure, MenuPart, Setting, SettingKind, Statement, StatementKind};

/// All statements of these blocks and of the blocks in them.
pub fn statements(blocks: Vec<&Block>) -> Vec<&Statement> {
    let mut open = blocks;
    let mut found = Vec::new();
    while let Some(block) = open.pop() {
        for statement in &block.statements {
            found.push(statement);
            open.extend(inner(statement));
        }
    }
    found
}

/// The blocks that belong to a node, the actions of its settings among them.
pub fn blocks(kind: NodeKind<'_>) -> Vec<&Block> {
    match kind {
        NodeKind::Step(step) => vec![&step.body],
        NodeKind::Menu(menu) => menu.parts.iter().filter_map(part_action).map(|a| &a.body).collect(),
        NodeKind::Keywords(keywords) => keywords.arms.iter().map(|arm| &arm.action.body).collect(),
        NodeKind::Always(arms) => arms.iter().map(|arm| &arm.action.body).collect(),
        NodeKind::Defaults(settings) => settings.iter().filter_map(setting_action).map(|a| &a.body).collect(),
        NodeKind::Entry(action, _)
        | NodeKind::Fault(action)
        | NodeKind::Lifecycle(action)
        | NodeKind::UnknownEvent(action) => vec![&action.body],
    }
}

fn part_action(part: &MenuPart) -> Option<&Action> {
    match part {
        MenuPart::Arm(arm) => Some(&arm.action),
        MenuPart::Else { action, .. } => Some(action),
        MenuPart::Setting(setting) => setting_action(setting),
        MenuPart::Bad(_) => None,
    }
}

/// What a setting does, where it does something.
pub fn setting_action(setting: &Setting) -> Option<&Action> {
    match &setting.kind {
        SettingKind::NoInput(Failure::Bound { action, .. })
        | SettingKind::NoMatch(Failure::Bound { action, .. })
        | SettingKind::Tries { action, .. }
        | SettingKind::Failed(action)
        | SettingKind::Outcome { action, .. } => Some(action),
        _ => None,
    }
}

/// The settings of a statement that has some.
pub fn settings(statement: &Statement) -> &[Setting] {
    match &statement.kind {
        StatementKind::Ask { settings, .. }
        | StatementKind::Record { settings, .. }
        | StatementKind::Fetch { settings, .. }
        | StatementKind::Dial { settings, .. }
        | StatementKind::Verb { settings, .. } => settings,
        StatementKind::Send(send) => &send.settings,
        _ => &[],
    }
}

/// The blocks right inside a statement.
pub fn inner(statement: &Statement) -> Vec<&Block> {
    let mut found: Vec<&Block> =
        settings(statement).iter().filter_map(setting_action).map(|action| &action.body).collect();
    match &statement.kind {
        StatementKind::If { branches, otherwise } => {
            found.extend(branches.iter().map(|b| &b.body));
            found.extend(otherwise);
        }
        StatementKind::Match { arms, otherwise, .. } => {
            found.extend(arms.iter().map(|arm| &arm.action.body));
            found.extend(otherwise.iter().map(|action| &action.body));
        }
        StatementKind::Split(arms) => found.extend(arms.iter().map(|arm| &arm.action.body)),
        StatementKind::Wait { arms, .. } => found.extend(arms.iter().map(|arm| &arm.action.body)),
        _ => {}
    }
    found
}
