//! `--validate-only`: what the runner would run, without running it.

use crate::args::Args;
use crate::error::Error;
use crate::guest::Guest;
use crate::harness::Role;
use crate::invoke;

/// Prints what there is to run in a guest that has compiled and linked.
///
/// # Errors
///
/// There is nothing, or not the function of `--invoke`.
pub(crate) fn report(guest: &Guest, args: &Args, role: Role) -> Result<(), Error> {
    let functions = guest.exported_functions();
    let what = match (&args.invoke, guest.run_export()) {
        (Some(name), _) => {
            invoke::find(guest, name)?;
            format!("the function `{name}`")
        }
        (None, Some((interface, _))) if role == Role::Command => {
            format!("a command ({interface})")
        }
        (None, Some((interface, _))) => format!("a suite of Rust tests ({interface})"),
        (None, None) if !functions.is_empty() => {
            format!("functions for `--invoke`: {}", functions.join(", "))
        }
        (None, None) => return Err(Error::NoRun(functions)),
    };
    let gpu = if guest.sections().imports_webgpu {
        "uses"
    } else {
        "does not use"
    };
    println!("valid: {what}; {gpu} {}", wasi_webgpu_host::PACKAGE);
    Ok(())
}
