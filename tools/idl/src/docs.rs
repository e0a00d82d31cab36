//! Finds what has no documentation.

use anchor_lang_idl::types::{
    Idl, IdlDefinedFields, IdlField, IdlInstruction, IdlInstructionAccountItem, IdlType,
    IdlTypeDef, IdlTypeDefTy,
};

/// The path of every instruction, account, argument, type, field and error without documentation.
///
/// Rust takes no doc comments on a function's parameters: an argument of a type of the program's own is
/// documented by its type, and any other by its name, in backticks, in the instruction's text.
pub fn missing(idl: &Idl) -> Vec<String> {
    let instructions = idl.instructions.iter().flat_map(of_instruction);
    let types = idl.types.iter().flat_map(of_type);
    let errors = idl
        .errors
        .iter()
        .filter(|error| error.msg.as_deref().is_none_or(str::is_empty))
        .map(|error| format!("error {}", error.name));
    instructions.chain(types).chain(errors).collect()
}

fn of_instruction(instruction: &IdlInstruction) -> Vec<String> {
    let name = format!("instruction {}", instruction.name);
    let text = instruction.docs.join(" ");
    let mut missing = Vec::new();
    if text.is_empty() {
        missing.push(name.clone());
    }
    for argument in &instruction.args {
        if !is_own(&argument.ty) && !text.contains(&format!("`{}`", argument.name)) {
            missing.push(format!("{name}: argument {}", argument.name));
        }
    }
    of_accounts(&name, &instruction.accounts, &mut missing);
    missing
}

fn of_accounts(owner: &str, accounts: &[IdlInstructionAccountItem], missing: &mut Vec<String>) {
    for item in accounts {
        match item {
            IdlInstructionAccountItem::Composite(group) => {
                of_accounts(
                    &format!("{owner}: {}", group.name),
                    &group.accounts,
                    missing,
                );
            }
            // The two accounts of events by self-CPI are Anchor's own.
            IdlInstructionAccountItem::Single(account) => {
                let own = !matches!(account.name.as_str(), "event_authority" | "program");
                if own && account.docs.is_empty() {
                    missing.push(format!("{owner}: account {}", account.name));
                }
            }
        }
    }
}

fn of_type(definition: &IdlTypeDef) -> Vec<String> {
    let name = format!("type {}", definition.name);
    let mut missing = Vec::new();
    if definition.docs.is_empty() {
        missing.push(name.clone());
    }
    if let IdlTypeDefTy::Struct {
        fields: Some(IdlDefinedFields::Named(fields)),
    } = &definition.ty
    {
        let bare = |field: &&IdlField| field.docs.is_empty();
        missing.extend(
            fields
                .iter()
                .filter(bare)
                .map(|field| format!("{name}: field {}", field.name)),
        );
    }
    missing
}

fn is_own(kind: &IdlType) -> bool {
    match kind {
        IdlType::Defined { .. } => true,
        IdlType::Vec(inner) | IdlType::Option(inner) | IdlType::Array(inner, _) => is_own(inner),
        _ => false,
    }
}
