//! Shader modules that are empty, too large, too deep, or that say what cannot be.

use wasi_webgpu::raw::{self, GpuBindingResource, GpuBufferUsage as Usage};

use crate::checks::Checks;
use crate::gpu::{COUNT, Gpu, bind};
use crate::nested;

const MAIN: &str = "@compute @workgroup_size(1) fn main() {}";

#[wasi_webgpu::test]
async fn text_that_is_no_shader() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    for (what, wgsl) in [
        ("a word", "word"),
        ("a NUL", "\0"),
        ("a NUL inside", "@compute @workgroup_size(1) fn ma\0in() {}"),
        ("an open comment", "/* /* */"),
        ("an open string", "\"\"\""),
        ("an unknown directive", "enable everything;"),
        ("an extension that is not on", "enable f16;"),
        ("marks alone", "}{)(><;;;"),
        ("a number too large", "const n: u32 = 4294967296u;"),
        ("1e999999", "const n = 1e999999;"),
        ("a division by zero", "const n = 1 / 0;"),
        ("a shift too far", "const n = 1u << 32u;"),
        (
            "the largest array twice",
            "var<private> a: array<array<u32, 4294967295>, 4294967295>;",
        ),
        ("an array of none", "var<private> a: array<u32, 0>;"),
        ("an array of -1", "var<private> a: array<u32, -1>;"),
        ("an alias of itself", "alias a = a;"),
        ("a structure in itself", "struct S { s: S }"),
        ("a function of itself", "fn f() { f(); } "),
        ("functions of each other", "fn f() { g(); } fn g() { f(); }"),
        ("a constant of itself", "const a = a;"),
        ("constants of each other", "const a = b; const b = a;"),
        ("override of itself", "override a: u32 = a;"),
        ("the same name twice", "fn f() {} fn f() {}"),
        (
            "a binding of -1",
            "@group(-1) @binding(0) var<uniform> u: vec4f;",
        ),
        (
            "a group too far",
            "@group(4294967296) @binding(0) var<uniform> u: vec4f;",
        ),
        ("an alignment of 3", "struct S { @align(3) a: u32 }"),
        ("a size below", "struct S { @size(1) a: u32 }"),
        (
            "the largest size",
            "struct S { @size(4294967295) a: u32, @size(4294967295) b: u32 }",
        ),
    ] {
        let module = checks.invalid(what, || gpu.module(wgsl)).await;
        let info = checks.fine_wait(what, module.get_compilation_info()).await;
        let messages = info.messages();
        checks.holds(what, !messages.is_empty());
        for message in messages {
            let end = message.offset() + message.length();
            checks.holds(
                what,
                end <= wgsl.len() as u64 && !message.message().is_empty(),
            );
        }
    }
    for wgsl in ["", " ", "// \u{10ffff}", "/* /* */ */", ";;;"] {
        let module = checks.fine_wait(wgsl, async { gpu.module(wgsl) }).await;
        let info = checks.fine_wait(wgsl, module.get_compilation_info()).await;
        checks.holds(wgsl, info.messages().is_empty());
    }
    checks.end();
}

#[wasi_webgpu::test]
async fn nesting() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    for depth in [10, 1_000, 10_000] {
        for (what, wgsl) in nested::texts(depth) {
            let module = gpu.module(&(wgsl + MAIN));
            let info = module.get_compilation_info().await;
            for message in info.messages() {
                checks.holds(what, message.message().len() < 100_000);
            }
        }
    }
    checks
        .fine("the device lives", || gpu.compute_pipeline(COUNT))
        .await;
    checks.end();
}

/// What is too deep is so in a line, whatever comments hide it; long code is not deep.
#[wasi_webgpu::test]
async fn depth_is_counted() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let deep = |open: &str, n| format!("fn f() {{ x = {} 1; }}", open.repeat(n));
    let kinds = [
        "(",
        "!",
        "a[",
        "1 + ",
        "a.",
        "-/* ; */",
        "& // ;\n",
        "/*/**/;*/~",
    ];
    let chain = |n| {
        format!(
            "fn f() {{ {} {{}} }}",
            "if a { b(); } /* */ else ".repeat(n)
        )
    };
    let flat = "fn f() { if a < b { c(1.5, 2.5); } d = e.x + 1; } // - - -\n".repeat(2000);
    let table = format!("const t = array({});", "-1.0, ".repeat(2000));
    let mut cases = vec![
        ("else".to_owned(), chain(1001), Some(1)),
        ("flat".to_owned(), flat, None),
        ("table".to_owned(), table, None),
        (
            "lines".to_owned(),
            format!("/*\n\n*/\n{}", "(".repeat(1001)),
            Some(4),
        ),
    ];
    for kind in kinds {
        let line = if kind.contains('\n') { 998 } else { 1 };
        cases.push((kind.to_owned(), deep(kind, 300), None));
        cases.push((kind.to_owned(), deep(kind, 1001), Some(line)));
    }
    for (what, wgsl, line) in cases {
        let info = gpu.module(&wgsl).get_compilation_info().await;
        let messages = info
            .messages()
            .iter()
            .map(|it| it.message())
            .collect::<String>();
        let is_deep = messages.contains("nest deeper than 1000 levels");
        checks.holds(&format!("{what}: {messages}"), is_deep == line.is_some());
        if let Some(line) = line {
            let place = format!("line {line}: ");
            checks.holds(&format!("{what}: {messages}"), messages.contains(&place));
        }
    }
    checks.end();
}

#[wasi_webgpu::test]
async fn size() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let spaces = " ".repeat(100_000_000);
    checks
        .refused("100 MB of nothing", || gpu.module(&spaces))
        .await;
    drop(spaces);
    let words = "x ".repeat(50_000_000);
    checks
        .refused("100 MB of words", || gpu.module(&words))
        .await;
    drop(words);
    let comment = format!("//{}", "x".repeat(1 << 19));
    checks
        .fine("512 KiB of comment", || gpu.module(&comment))
        .await;
    let name = format!("fn {}() {{}}", "x".repeat(1 << 19));
    checks.fine("a name of 512 KiB", || gpu.module(&name)).await;
    checks
        .fine("the device lives", || gpu.compute_pipeline(COUNT))
        .await;
    checks.end();
}

/// A kernel that asks for `words` words of an address space.
fn hungry(space: &str, words: u64) -> String {
    format!(
        "var<{space}> memory: array<u32, {words}>;
         @group(0) @binding(0) var<storage, read_write> numbers: array<u32>;
         @compute @workgroup_size(1) fn main() {{
             memory[numbers[0]] = numbers[1];
             numbers[2] = memory[numbers[3]];
         }}"
    )
}

#[wasi_webgpu::test]
async fn memory_of_invocations() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let words = u64::from(gpu.device.limits().max_compute_workgroup_storage_size() / 4);
    for (space, words) in [
        ("workgroup", words + 1),
        ("workgroup", 1 << 28),
        ("private", 1 << 20),
        ("private", 1 << 28),
    ] {
        checks
            .invalid(space, || gpu.compute_pipeline(&hungry(space, words)))
            .await;
    }
    let pipeline = checks
        .fine("as much as there is", || {
            gpu.compute_pipeline(&hungry("workgroup", words))
        })
        .await;
    let buffer = gpu.buffer(64, Usage::STORAGE);
    let group = gpu.bind_group(
        &pipeline.get_bind_group_layout(0),
        vec![GpuBindingResource::GpuBuffer(&buffer)],
    );
    let encoder = gpu.encoder();
    let pass = encoder.begin_compute_pass(None);
    pass.set_pipeline(&pipeline);
    bind(&pass, 0, Some(&group));
    pass.dispatch_workgroups(8, None, None);
    pass.end();
    let commands = checks.fine("finish", || encoder.finish(None)).await;
    checks
        .fine("submit", || gpu.queue.submit(&[&commands]))
        .await;
    checks
        .fine_wait("wait", gpu.queue.on_submitted_work_done())
        .await;
    checks.end();
}

/// Out-of-bounds accesses in shaders stay inside, whatever the index.
#[wasi_webgpu::test]
async fn indices_stay_inside() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(16, Usage::STORAGE | Usage::COPY_SRC | Usage::COPY_DST);
    let guard = gpu.buffer(16, Usage::MAP_READ | Usage::COPY_DST);
    let pipeline = gpu.compute_pipeline(
        "@group(0) @binding(0) var<storage, read_write> numbers: array<u32>;
         var<workgroup> shared_: array<u32, 4>;
         @compute @workgroup_size(1) fn main() {
             var local = array<u32, 4>();
             for (var i = 0u; i < 64u; i++) {
                 let far = (1u << (i & 31u)) + i;
                 numbers[far] = local[far] + shared_[far];
                 local[far] = numbers[far];
                 shared_[far] = numbers[far & 0xffffffff];
             }
         }",
    );
    let group = gpu.bind_group(
        &pipeline.get_bind_group_layout(0),
        vec![raw::GpuBindingResource::GpuBuffer(&buffer)],
    );
    let encoder = gpu.encoder();
    let pass = encoder.begin_compute_pass(None);
    pass.set_pipeline(&pipeline);
    bind(&pass, 0, Some(&group));
    pass.dispatch_workgroups(1, None, None);
    pass.end();
    encoder.copy_buffer_to_buffer(&buffer, None, &guard, None, None);
    let commands = checks.fine("finish", || encoder.finish(None)).await;
    checks
        .fine("submit", || gpu.queue.submit(&[&commands]))
        .await;
    let mapped = guard.map_async(raw::GpuMapMode::READ, None, None).await;
    checks.holds("done", mapped.is_ok());
    checks.end();
}
