//! Does what a program should not do, and checks what WebGPU says of it.
//!
//! The tests are calls that a guest survives, in tables. What ends a guest, or is to be seen from outside,
//! is a case of the program, which its first argument names.

#[cfg(test)]
mod attachments;
#[cfg(test)]
mod beside;
#[cfg(test)]
mod bindings;
#[cfg(test)]
mod buffers;
#[cfg(test)]
mod bundles;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod compute;
#[cfg(test)]
mod compute_pipelines;
#[cfg(test)]
mod copies;
#[cfg(test)]
mod devices;
#[cfg(test)]
mod encoders;
mod ends;
#[allow(dead_code)] // The program and its tests use different parts.
mod gpu;
#[cfg(test)]
mod lifetimes;
mod nested;
#[cfg(test)]
mod render_pipelines;
#[cfg(test)]
mod rendering;
#[cfg(test)]
mod shaders;
#[cfg(test)]
mod textures;
#[cfg(test)]
mod views;

#[wasi_webgpu::main]
async fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    ends::end(&arguments).await;
}
