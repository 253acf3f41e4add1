//! How large a shader's variables are.

#[cfg(feature = "pipelines")]
use naga::back::pipeline_constants::process_overrides;
#[cfg(feature = "pipelines")]
use naga::valid::{Capabilities, ModuleInfo, ValidationFlags, Validator};
#[cfg(feature = "pipelines")]
use naga::{AddressSpace, ShaderStage, back::PipelineConstants};
use naga::{Function, Handle, Module, Type};

/// Bytes of a shader's private variables, and of a function's own. WGSL guarantees 8192 of each.
pub const MAX_VARIABLES: u64 = 128 << 10;

/// Sees to it that no function has more than [`MAX_VARIABLES`] bytes of variables.
///
/// # Errors
///
/// Which function has.
pub fn check_functions(module: &Module) -> Result<(), String> {
    let entry_points = module.entry_points.iter().map(|it| &it.function);
    let functions = module.functions.iter().map(|(_, it)| it);
    let mut functions = functions.chain(entry_points);
    match functions.find(|it| locals(module, it) > MAX_VARIABLES) {
        Some(function) => Err(format!(
            "the variables of the function {:?} have more than {MAX_VARIABLES} bytes",
            function.name.as_deref().unwrap_or_default()
        )),
        None => Ok(()),
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

/// The private and workgroup variables of a module; none if no entry point can have too large ones.
#[cfg(feature = "pipelines")]
#[derive(Default)]
pub struct Variables(Option<Box<(Module, ModuleInfo)>>);

#[cfg(feature = "pipelines")]
impl Variables {
    /// Those of `module`.
    ///
    /// # Errors
    ///
    /// As of [`check_functions`].
    pub fn new(module: &Module) -> Result<Self, String> {
        check_functions(module)?;
        let counts = |space| matches!(space, AddressSpace::WorkGroup | AddressSpace::Private);
        if !(module.global_variables.iter()).any(|(_, it)| counts(it.space)) {
            return Ok(Self(None));
        }
        let mut validator = Validator::new(ValidationFlags::empty(), Capabilities::all());
        // What is invalid is for wgpu-core to say.
        let info = validator.validate(module).ok();
        Ok(Self(info.map(|info| Box::new((module.clone(), info)))))
    }

    /// Sees to it that an entry point, or the only one of the stage, uses no more than [`MAX_VARIABLES`] bytes
    /// of private variables and `workgroup_limit` bytes of workgroup variables. wgpu-core 30 does not compare
    /// those with the device's limit.
    ///
    /// # Errors
    ///
    /// What it uses.
    pub fn check(
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
