//! Compute pipelines: entry points, constants, sizes and layouts.

use wasi_webgpu::raw::{
    self, CreatePipelineErrorKind as PipelineError, GpuPipelineErrorReason as Reason,
};

use crate::checks::Checks;
use crate::gpu::{COUNT, COVER, Gpu, buffer_entry, compute_pipeline};
use crate::render_pipelines::constants;

#[wasi_webgpu::test]
async fn creation() {
    let gpu = Gpu::new();
    let limits = gpu.device.limits();
    let mut checks = Checks::new(&gpu.device);
    let broken = gpu.module("not WGSL");
    let good = gpu.module(COUNT);
    let two =
        gpu.module("@compute @workgroup_size(1) fn a() {} @compute @workgroup_size(1) fn b() {}");
    let vertex = gpu.module(COVER);
    let empty = gpu.module("");
    let tuned = gpu.module(
        "override n: u32; override b = true; @compute @workgroup_size(n) fn main() { _ = b; }",
    );
    let of_size = |x: u32, y: u32, z: u32| {
        gpu.module(&format!(
            "@compute @workgroup_size({x}, {y}, {z}) fn main() {{}}"
        ))
    };
    let wide = of_size(limits.max_compute_workgroup_size_x() + 1, 1, 1);
    let deep = of_size(1, 1, limits.max_compute_workgroup_size_z() + 1);
    let many = of_size(limits.max_compute_invocations_per_workgroup(), 2, 1);
    let huge = of_size(i32::MAX as u32, i32::MAX as u32, i32::MAX as u32);
    let words = limits.max_compute_workgroup_storage_size() / 4 + 1;
    let shared = gpu.module(&format!("var<workgroup> w: array<u32, {words}>; @compute @workgroup_size(1) fn main() {{ w[0] = 1; }}"));
    let stage = |module, entry_point: Option<&str>, constants| raw::GpuProgrammableStage {
        module,
        entry_point: entry_point.map(str::to_owned),
        constants,
    };
    for (what, stage) in [
        ("a broken module", stage(&broken, None, None)),
        ("no entry point", stage(&empty, None, None)),
        ("two to choose from", stage(&two, None, None)),
        ("no such entry point", stage(&good, Some("absent"), None)),
        ("an empty name", stage(&good, Some(""), None)),
        ("a name with a NUL", stage(&good, Some("main\0"), None)),
        ("of another stage", stage(&vertex, Some("vs"), None)),
        (
            "no such constant",
            stage(&good, None, constants(&[("n", 1.0)])),
        ),
        ("a constant without a value", stage(&tuned, None, None)),
        ("NaN", stage(&tuned, None, constants(&[("n", f64::NAN)]))),
        (
            "infinity",
            stage(&tuned, None, constants(&[("n", f64::INFINITY)])),
        ),
        (
            "a negative size",
            stage(&tuned, None, constants(&[("n", -1.0)])),
        ),
        ("a size of 0", stage(&tuned, None, constants(&[("n", 0.0)]))),
        ("1e300", stage(&tuned, None, constants(&[("n", 1e300)]))),
        (
            "u32::MAX",
            stage(&tuned, None, constants(&[("n", u32::MAX.into())])),
        ),
        (
            "another that is not there",
            stage(&tuned, None, constants(&[("n", 1.0), ("m", 1.0)])),
        ),
        ("too wide", stage(&wide, None, None)),
        ("too deep", stage(&deep, None, None)),
        ("too many invocations", stage(&many, None, None)),
        ("a product that overflows", stage(&huge, None, None)),
        ("too much workgroup memory", stage(&shared, None, None)),
    ] {
        let descriptor = raw::GpuComputePipelineDescriptor {
            compute: stage,
            layout: raw::GpuLayoutMode::Auto,
            label: None,
        };
        let pipeline = checks
            .invalid(what, || gpu.device.create_compute_pipeline(descriptor))
            .await;
        checks
            .invalid(what, || pipeline.get_bind_group_layout(0))
            .await;
        let encoder = gpu.encoder();
        let pass = encoder.begin_compute_pass(None);
        pass.set_pipeline(&pipeline);
        pass.end();
        checks.invalid(what, || encoder.finish(None)).await;
    }
    let stage = stage(&tuned, Some("main"), constants(&[("n", 64.0), ("b", 0.0)]));
    let descriptor = raw::GpuComputePipelineDescriptor {
        compute: stage,
        layout: raw::GpuLayoutMode::Auto,
        label: None,
    };
    checks
        .fine("with constants", || {
            gpu.device.create_compute_pipeline(descriptor)
        })
        .await;

    let empty = gpu.pipeline_layout(&[]);
    let read = gpu.layout(vec![buffer_entry(
        0,
        raw::GpuBufferBindingType::ReadOnlyStorage,
    )]);
    let read = gpu.pipeline_layout(&[&read]);
    let invalid = gpu.pipeline_layout(&vec![&gpu.layout(vec![]); 100]);
    for (what, layout) in [
        ("a binding that the layout lacks", &empty),
        ("read-only", &read),
        ("an invalid layout", &invalid),
    ] {
        let descriptor = compute_pipeline(&good, raw::GpuLayoutMode::Specific(layout));
        checks
            .invalid(what, || gpu.device.create_compute_pipeline(descriptor))
            .await;
        let descriptor = compute_pipeline(&good, raw::GpuLayoutMode::Specific(layout));
        let made = checks
            .fine_wait(what, gpu.device.create_compute_pipeline_async(descriptor))
            .await;
        let kind = made.err().map(|error| error.kind);
        checks.holds(
            what,
            matches!(
                kind,
                Some(PipelineError::GpuPipelineError(Reason::Validation))
            ),
        );
    }
    checks.end();
}
