//! Limits of shaders that neither naga nor wgpu-core keeps, and whose lack would harm the host: a stack that
//! overflows, a driver that compiles for hours or takes all memory.

use wgpu_core::naga::back::PipelineConstants;
use wgpu_core::naga::back::pipeline_constants::process_overrides;
use wgpu_core::naga::valid::{Capabilities, ModuleInfo, ValidationFlags, Validator};
use wgpu_core::naga::{AddressSpace, Function, Handle, Module, ShaderStage, Type};
use wgpu_types::error::{ErrorType, WebGpuError};

/// How deep brackets and chains of operators may nest: naga and drivers follow them recursively.
const MAX_NESTING: usize = 1000;

/// Bytes of a shader's private variables, and of a function's own. WGSL guarantees 8192 of each.
const MAX_VARIABLES: u64 = 128 << 10;

/// What is wrong with a shader, or with what wgpu-core thinks of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ShaderError<E> {
    #[error("{0}")]
    Limit(String),
    #[error(transparent)]
    Core(E),
}

impl<E> ShaderError<E> {
    /// The error of a check, or else wgpu-core's.
    pub(crate) fn first(checked: Result<(), String>, error: Option<E>) -> Option<Self> {
        match checked {
            Ok(()) => error.map(Self::Core),
            Err(what) => Some(Self::Limit(what)),
        }
    }
}

impl<E: WebGpuError + 'static> WebGpuError for ShaderError<E> {
    fn webgpu_error_type(&self) -> ErrorType {
        match self {
            Self::Limit(_) => ErrorType::Validation,
            Self::Core(error) => error.webgpu_error_type(),
        }
    }
}

/// Sees to it that `code` is nested no deeper than the stack allows. This counts too much rather than too
/// little: each operator since the last `,` or `;`, and each `else` of a chain.
pub(crate) fn check_nesting(code: &str) -> Result<(), String> {
    let code = without_comments(code);
    // The operators of each open bracket, and of the module; their sum and number are the depth.
    let (mut levels, mut depth) = (vec![0], 1);
    let mut closed = false;
    for (at, c) in code.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let top = levels.last_mut();
        if let Some(top) = top.filter(|_| std::mem::take(&mut closed)) {
            let is_else = code.get(at..).is_some_and(|rest| rest.starts_with("else"));
            let (before, after) = (*top, if is_else { *top + 1 } else { 0 });
            *top = after;
            depth = depth + after - before;
        }
        match (c, levels.last_mut()) {
            ('(' | '[' | '{', _) => {
                levels.push(0);
                depth += 1;
            }
            (')' | ']' | '}', Some(top)) => {
                depth -= *top + 1;
                levels.pop();
                closed = c == '}';
            }
            (',' | ';', Some(top)) => depth -= std::mem::take(top),
            (c, Some(top)) if "+-*/%&|^!~<>=.".contains(c) => {
                *top += 1;
                depth += 1;
            }
            _ => {}
        }
        if depth > MAX_NESTING {
            let line = 1 + code.chars().take(at).filter(|c| *c == '\n').count();
            return Err(format!(
                "brackets and operators nest deeper than {MAX_NESTING} levels in line {line}; split what is \
                 there into several statements"
            ));
        }
    }
    Ok(())
}

/// The code with the line breaks of its comments only.
fn without_comments(code: &str) -> String {
    // WGSL's, as naga has them.
    let ends_line = |c| matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find('/') {
        let (before, after) = rest.split_at(at);
        kept.push_str(before);
        let comment = match after.as_bytes().get(1) {
            Some(b'/') => after.find(ends_line).unwrap_or(after.len()),
            Some(b'*') => block_comment(after),
            _ => 0,
        };
        let (comment, code) = after.split_at(comment.max(usize::from(comment == 0)));
        if comment.len() == 1 {
            kept.push('/');
        } else {
            kept.extend(comment.chars().filter(|c| *c == '\n').chain([' ']));
        }
        rest = code;
    }
    kept + rest
}

/// The length of the block comment that `code` begins with. Block comments nest.
fn block_comment(code: &str) -> usize {
    let (mut open, mut end) = (0, 0);
    while let Some(rest) = code.get(end..).filter(|rest| !rest.is_empty()) {
        let step = match &rest.as_bytes()[..rest.len().min(2)] {
            b"/*" => {
                open += 1;
                2
            }
            b"*/" => {
                open -= 1;
                2
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        end += step;
        if open == 0 {
            break;
        }
    }
    end
}

/// The variables of a module, for [`check`](Self::check); none if no entry point can have too large ones.
#[derive(Default)]
pub(crate) struct Variables(Option<Box<(Module, ModuleInfo)>>);

impl Variables {
    /// # Errors
    ///
    /// A function has too large ones.
    pub(crate) fn new(module: &Module) -> Result<Self, String> {
        let entry_points = module.entry_points.iter().map(|it| &it.function);
        let mut functions = module
            .functions
            .iter()
            .map(|(_, it)| it)
            .chain(entry_points);
        if let Some(function) = functions.find(|it| locals(module, it) > MAX_VARIABLES) {
            let name = function.name.as_deref().unwrap_or_default();
            return Err(format!(
                "the variables of the function {name:?} have more than {MAX_VARIABLES} bytes"
            ));
        }
        let counts = |space| matches!(space, AddressSpace::WorkGroup | AddressSpace::Private);
        if !(module.global_variables.iter()).any(|(_, it)| counts(it.space)) {
            return Ok(Self(None));
        }
        let mut validator = Validator::new(ValidationFlags::empty(), Capabilities::all());
        // What is invalid is for wgpu-core to say.
        let info = validator.validate(module).ok();
        Ok(Self(info.map(|info| Box::new((module.clone(), info)))))
    }

    /// What is wrong with the variables that an entry point uses. wgpu-core 30 does not compare workgroup
    /// memory with the device's limit.
    pub(crate) fn check(
        &self,
        stage: ShaderStage,
        entry_point: Option<&str>,
        constants: &PipelineConstants,
        workgroup_limit: u32,
    ) -> Result<(), String> {
        let Some((module, info)) = self.0.as_deref() else {
            return Ok(());
        };
        let mut entry_points = module.entry_points.iter().filter(|it| it.stage == stage);
        let named = entry_points.find(|it| entry_point.is_none_or(|name| name == it.name));
        let Some(name) = named.map(|it| it.name.as_str()) else {
            return Ok(());
        };
        // As above.
        let Ok((module, info)) = process_overrides(module, info, Some((stage, name)), constants)
        else {
            return Ok(());
        };
        let mut entry_points = module.entry_points.iter();
        let Some(index) = entry_points.position(|it| it.stage == stage && it.name == name) else {
            return Ok(());
        };
        let uses = info.get_entry_point(index);
        let of = |space| -> u64 {
            let used = (module.global_variables.iter())
                .filter(|(handle, it)| it.space == space && !uses[*handle].is_empty());
            used.map(|(_, it)| size(&module, it.ty)).sum()
        };
        for (space, limit) in [
            (AddressSpace::WorkGroup, workgroup_limit.into()),
            (AddressSpace::Private, MAX_VARIABLES),
        ] {
            let bytes = of(space);
            if bytes > limit {
                return Err(format!(
                    "the entry point {name:?} uses {bytes} bytes of {space:?} variables, of which it may \
                     use {limit}"
                ));
            }
        }
        Ok(())
    }
}

fn locals(module: &Module, function: &Function) -> u64 {
    let locals = function.local_variables.iter();
    locals.map(|(_, it)| size(module, it.ty)).sum()
}

/// Bytes of a variable; as many as there are if its type is too large for naga.
fn size(module: &Module, ty: Handle<Type>) -> u64 {
    let size = module.types[ty].inner.try_size(module.to_ctx());
    size.map_or(u64::from(u32::MAX), u64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_across_comments() {
        let deep = |open: &str, n| format!("fn f() {{ x = {} 1; }}", open.repeat(n));
        for kind in [
            "(",
            "!",
            "a[",
            "1 + ",
            "a.",
            "-/* ; */",
            "& // ;\n",
            "/*/**/;*/~",
        ] {
            assert!(check_nesting(&deep(kind, 300)).is_ok(), "{kind}");
            assert!(check_nesting(&deep(kind, 1001)).is_err(), "{kind}");
        }
        let chain = "if a { b(); } /* */ else ".repeat(1001);
        assert!(check_nesting(&format!("fn f() {{ {chain} {{}} }}")).is_err());
    }

    #[test]
    fn long_code_is_not_deep() {
        let flat = "fn f() { if a < b { c(1.5, 2.5); } d = e.x + 1; } // - - -\n".repeat(2000);
        assert_eq!(check_nesting(&flat), Ok(()));
        let table = format!("const t = array({});", "-1.0, ".repeat(2000));
        assert_eq!(check_nesting(&table), Ok(()));
    }

    #[test]
    fn line_breaks_of_comments_count() {
        let code = format!("/*\n\n*/\n{}", "(".repeat(1001));
        assert!(check_nesting(&code).unwrap_err().contains("line 4"));
    }
}
