//! A component without a `main`, whose functions are called by name.

use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _};

#[allow(missing_docs, unsafe_code, unreachable_pub, clippy::all)]
mod bindings {
    use super::Component;

    wit_bindgen::generate!({
        inline: "
            package test:invoke;

            interface numbers {
                count: func() -> u8;
            }

            world functions {
                export numbers;
                export greeting: func() -> string;
                export nothing: func();
                export double: func(number: u32) -> u32;
                export fault: func();
                export through-the-gpu: async func() -> result<list<u32>, string>;
            }
        ",
    });

    export!(Component with_types_in self);
}

struct Component;

impl bindings::Guest for Component {
    fn greeting() -> String {
        "hello".to_owned()
    }

    fn nothing() {}

    fn double(number: u32) -> u32 {
        number * 2
    }

    fn fault() {
        panic!("fault was called");
    }

    async fn through_the_gpu() -> Result<Vec<u32>, String> {
        let numbers = wgpu::run(through_the_gpu(&[5, 6, 7])).await;
        numbers.map_err(|error| error.to_string())
    }
}

impl bindings::exports::test::invoke::numbers::Guest for Component {
    fn count() -> u8 {
        3
    }
}

/// Copies numbers from one buffer to another and waits for the result.
async fn through_the_gpu(numbers: &[u32]) -> wgpu::Result<Vec<u32>> {
    let instance = wgpu::Instance::default();
    let adapter = instance.request_adapter(&Default::default()).await?;
    let (device, queue) = adapter.request_device(&Default::default()).await?;
    let from = device.create_buffer_init(&BufferInitDescriptor {
        label: Some("from"),
        contents: bytemuck::cast_slice(numbers),
        usage: wgpu::BufferUsages::COPY_SRC,
    });
    let to = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("to"),
        size: from.size(),
        usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
        mapped_at_creation: false,
    });
    let mut encoder = device.create_command_encoder(&Default::default());
    encoder.copy_buffer_to_buffer(&from, 0, &to, 0, None);
    queue.submit([encoder.finish()]);
    to.slice(..).map_async(wgpu::MapMode::Read).await?;
    let view = to.slice(..).get_mapped_range()?;
    Ok(bytemuck::cast_slice(&view).to_vec())
}
