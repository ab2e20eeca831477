//! Walks over the tree's statements, nested ones included, in the order of the file.

use crate::syntax::tree::{
    Action, Block, Failure, File, Item, ItemKind, MenuPart, Setting, SettingKind, Statement, StatementKind,
};

/// Calls `visit` for each statement of a file; a statement comes before those inside it.
pub(super) fn statements<'a>(file: &'a File, visit: &mut dyn FnMut(&'a Statement)) {
    file.items.iter().for_each(|part| item(part, visit));
}

/// Calls `visit` for each statement of a part.
pub(super) fn item<'a>(item: &'a Item, visit: &mut dyn FnMut(&'a Statement)) {
    match &item.kind {
        ItemKind::Defaults(settings) => in_settings(settings, visit),
        ItemKind::On(on) => in_action(&on.action, visit),
        ItemKind::Always(arms) => arms.iter().for_each(|arm| in_action(&arm.action, visit)),
        ItemKind::Step(step) => in_block(&step.body, visit),
        ItemKind::Menu(menu) => {
            for part in &menu.parts {
                match part {
                    MenuPart::Arm(arm) => in_action(&arm.action, visit),
                    MenuPart::Else { action, .. } => in_action(action, visit),
                    MenuPart::Setting(setting) => in_settings(std::slice::from_ref(setting), visit),
                    MenuPart::Bad(_) => {}
                }
            }
        }
        ItemKind::Keywords(keywords) => keywords.arms.iter().for_each(|arm| in_action(&arm.action, visit)),
        _ => {}
    }
}

fn in_action<'a>(action: &'a Action, visit: &mut dyn FnMut(&'a Statement)) {
    in_block(&action.body, visit);
}

fn in_block<'a>(block: &'a Block, visit: &mut dyn FnMut(&'a Statement)) {
    for statement in &block.statements {
        visit(statement);
        in_statement(statement, visit);
    }
}

fn in_statement<'a>(statement: &'a Statement, visit: &mut dyn FnMut(&'a Statement)) {
    match &statement.kind {
        StatementKind::Ask { settings, .. }
        | StatementKind::Record { settings, .. }
        | StatementKind::Fetch { settings, .. }
        | StatementKind::Dial { settings, .. }
        | StatementKind::Verb { settings, .. } => in_settings(settings, visit),
        StatementKind::Send(send) => in_settings(&send.settings, visit),
        StatementKind::If { branches, otherwise } => {
            branches.iter().for_each(|branch| in_block(&branch.body, visit));
            otherwise.iter().for_each(|block| in_block(block, visit));
        }
        StatementKind::Match { arms, otherwise, .. } => {
            arms.iter().for_each(|arm| in_action(&arm.action, visit));
            otherwise.iter().for_each(|action| in_action(action, visit));
        }
        StatementKind::Split(arms) => arms.iter().for_each(|arm| in_action(&arm.action, visit)),
        StatementKind::Wait { arms, .. } => arms.iter().for_each(|arm| in_action(&arm.action, visit)),
        _ => {}
    }
}

fn in_settings<'a>(settings: &'a [Setting], visit: &mut dyn FnMut(&'a Statement)) {
    for setting in settings {
        if let Some(action) = action_of(setting) {
            in_action(action, visit);
        }
    }
}

/// The action that a setting holds.
pub(super) fn action_of(setting: &Setting) -> Option<&Action> {
    match &setting.kind {
        SettingKind::NoInput(Failure::Bound { action, .. })
        | SettingKind::NoMatch(Failure::Bound { action, .. })
        | SettingKind::Tries { action, .. }
        | SettingKind::Failed(action)
        | SettingKind::Outcome { action, .. } => Some(action),
        _ => None,
    }
}
