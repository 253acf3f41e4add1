//! Ends as its first argument says: with an exit code, with an `Err`, or by a panic.

use std::process::ExitCode;

#[wasi_webgpu::main]
async fn main() -> Result<ExitCode, String> {
    match std::env::args().nth(1).as_deref() {
        Some("exit") => std::process::exit(7),
        Some("return") => Ok(ExitCode::from(7)),
        Some("error") => Err("this error".to_owned()),
        Some("panic") => panic!("this panic"),
        _ => Ok(ExitCode::SUCCESS),
    }
}
