//! Command encoders, passes and submission: what may follow what.

use wasi_webgpu::raw::{self, GpuBufferUsage as Usage, GpuTextureFormat, GpuTextureUsage};

use crate::checks::Checks;
use crate::gpu::{Gpu, bind, color_attachment, render_pass};

#[wasi_webgpu::test]
async fn nothing_is_recorded_after_finish() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(64, Usage::COPY_DST | Usage::COPY_SRC | Usage::QUERY_RESOLVE);
    let queries = gpu.queries(4);
    let encoder = gpu.encoder();
    let pass = encoder.begin_compute_pass(None);
    pass.end();
    let commands = checks.fine("finish", || encoder.finish(None)).await;

    let again = checks
        .invalid("finish again", || encoder.finish(None))
        .await;
    checks
        .invalid("submit what the second finish gave", || {
            gpu.queue.submit(&[&again])
        })
        .await;
    checks.invalid("end", || pass.end()).await;
    checks
        .invalid("dispatch", || pass.dispatch_workgroups(1, None, None))
        .await;
    checks
        .invalid("clear", || encoder.clear_buffer(&buffer, None, None))
        .await;
    checks
        .invalid("copy", || {
            encoder.copy_buffer_to_buffer(&buffer, None, &buffer, Some(32), Some(32))
        })
        .await;
    checks
        .invalid("resolve", || {
            encoder.resolve_query_set(&queries, 0, 1, &buffer, 0)
        })
        .await;
    checks
        .invalid("push a group", || encoder.push_debug_group("late"))
        .await;
    checks
        .invalid("pop a group", || encoder.pop_debug_group())
        .await;
    checks
        .invalid("mark", || encoder.insert_debug_marker("late"))
        .await;
    let late = checks
        .invalid("begin a pass", || encoder.begin_compute_pass(None))
        .await;
    checks.invalid("end that pass", || late.end()).await;
    let late = checks
        .invalid("begin a render pass", || {
            encoder.begin_render_pass(&render_pass(vec![]))
        })
        .await;
    checks.invalid("end that render pass", || late.end()).await;

    checks
        .fine("submit", || gpu.queue.submit(&[&commands]))
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn an_open_pass_locks_its_encoder() {
    type Call = fn(&raw::GpuCommandEncoder, &raw::GpuBuffer);
    let calls: [(&str, Call); 6] = [
        ("clear", |encoder, buffer| {
            encoder.clear_buffer(buffer, None, None)
        }),
        ("push a group", |encoder, _| {
            encoder.push_debug_group("locked")
        }),
        ("pop a group", |encoder, _| encoder.pop_debug_group()),
        ("mark", |encoder, _| encoder.insert_debug_marker("locked")),
        ("begin a pass", |encoder, _| {
            encoder.begin_compute_pass(None).end()
        }),
        ("begin a render pass", |encoder, _| {
            encoder.begin_render_pass(&render_pass(vec![])).end()
        }),
    ];
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(64, Usage::COPY_DST);
    for (what, call) in calls {
        let encoder = gpu.encoder();
        let pass = encoder.begin_compute_pass(None);
        call(&encoder, &buffer);
        pass.end();
        let commands = checks.invalid(what, || encoder.finish(None)).await;
        checks
            .invalid(what, || gpu.queue.submit(&[&commands]))
            .await;
    }
    for end in [true, false] {
        let encoder = gpu.encoder();
        let pass = encoder.begin_compute_pass(None);
        checks.invalid("finish", || encoder.finish(None)).await;
        if end {
            checks.invalid("end after finish", || pass.end()).await;
        }
        drop((pass, encoder));
    }
    let encoder = gpu.encoder();
    drop(encoder.begin_compute_pass(None));
    checks
        .invalid("finish after the pass was dropped", || encoder.finish(None))
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn a_pass_ends_once() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let texture = gpu.texture(
        GpuTextureFormat::Rgba8unorm,
        GpuTextureUsage::RENDER_ATTACHMENT,
    );
    let view = texture.create_view(None);
    let encoder = gpu.encoder();
    let pass = encoder.begin_compute_pass(None);
    checks.fine("end", || pass.end()).await;
    for _ in 0..2 {
        checks.invalid("end again", || pass.end()).await;
    }
    checks
        .invalid("dispatch", || pass.dispatch_workgroups(1, None, None))
        .await;
    checks.invalid("bind", || bind(&pass, 0, None)).await;
    checks
        .invalid("mark", || pass.insert_debug_marker("late"))
        .await;
    let colors = vec![Some(color_attachment(&view))];
    let render = encoder.begin_render_pass(&render_pass(colors));
    checks.fine("end", || render.end()).await;
    checks.invalid("end again", || render.end()).await;
    checks
        .invalid("draw", || render.draw(3, None, None, None))
        .await;
    checks
        .invalid("bind", || {
            drop(render.set_bind_group(0, None, None, None, None))
        })
        .await;
    checks
        .invalid("scissor", || render.set_scissor_rect(0, 0, 1, 1))
        .await;
    checks
        .invalid("bundles", || render.execute_bundles(&[]))
        .await;
    checks
        .invalid("query", || render.begin_occlusion_query(0))
        .await;
    let commands = checks.fine("finish", || encoder.finish(None)).await;
    checks
        .fine("submit", || gpu.queue.submit(&[&commands]))
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn debug_groups_are_balanced() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    for (what, push, pop) in [("too many", 2, 1), ("too few", 1, 2), ("a pop alone", 0, 1)] {
        let encoder = gpu.encoder();
        (0..push).for_each(|_| encoder.push_debug_group("group"));
        (0..pop).for_each(|_| encoder.pop_debug_group());
        checks.invalid(what, || encoder.finish(None)).await;

        let encoder = gpu.encoder();
        let pass = encoder.begin_compute_pass(None);
        (0..push).for_each(|_| pass.push_debug_group("group"));
        (0..pop).for_each(|_| pass.pop_debug_group());
        pass.end();
        checks.invalid(what, || encoder.finish(None)).await;
    }
    let encoder = gpu.encoder();
    (0..10_000).for_each(|_| encoder.push_debug_group(""));
    (0..10_000).for_each(|_| encoder.pop_debug_group());
    let commands = checks.fine("10,000 deep", || encoder.finish(None)).await;
    checks
        .fine("10,000 deep", || gpu.queue.submit(&[&commands]))
        .await;
    for label in ["", "a\0b", "\u{10ffff}", "%s%n%p"] {
        let encoder = gpu.encoder();
        encoder.set_label(label);
        encoder.push_debug_group(label);
        encoder.insert_debug_marker(label);
        encoder.pop_debug_group();
        let commands = checks.fine(label, || encoder.finish(None)).await;
        checks.fine(label, || gpu.queue.submit(&[&commands])).await;
    }
    checks.end();
}

#[wasi_webgpu::test]
async fn commands_are_submitted_once() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(64, Usage::STORAGE);
    checks.fine("nothing", || gpu.queue.submit(&[])).await;
    let commands = gpu.count_in(&buffer);
    checks.fine("once", || gpu.queue.submit(&[&commands])).await;
    for _ in 0..2 {
        checks
            .invalid("again", || gpu.queue.submit(&[&commands]))
            .await;
    }
    let (first, second) = (gpu.count_in(&buffer), gpu.count_in(&buffer));
    checks
        .invalid("twice in one call", || {
            gpu.queue.submit(&[&first, &second, &first])
        })
        .await;
    checks
        .invalid("after a refused call", || gpu.queue.submit(&[&second]))
        .await;
    let good = gpu.count_in(&buffer);
    checks
        .invalid("beside a used one", || {
            gpu.queue.submit(&[&good, &commands])
        })
        .await;
    let empty: Vec<_> = (0..1000).map(|_| gpu.encoder().finish(None)).collect();
    let all: Vec<_> = empty.iter().collect();
    checks.fine("1000 at once", || gpu.queue.submit(&all)).await;
    checks.end();
}

#[wasi_webgpu::test]
async fn destroyed_objects_are_not_submitted() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(64, Usage::STORAGE);
    let commands = gpu.count_in(&buffer);
    buffer.destroy();
    checks
        .invalid("a bound buffer", || gpu.queue.submit(&[&commands]))
        .await;

    let texture = gpu.texture(
        GpuTextureFormat::Rgba8unorm,
        GpuTextureUsage::RENDER_ATTACHMENT,
    );
    let view = texture.create_view(None);
    let clear = || {
        let encoder = gpu.encoder();
        let colors = vec![Some(color_attachment(&view))];
        encoder.begin_render_pass(&render_pass(colors)).end();
        encoder.finish(None)
    };
    let commands = checks.fine("record", clear).await;
    texture.destroy();
    checks
        .invalid("an attachment", || gpu.queue.submit(&[&commands]))
        .await;
    let commands = checks.fine("record what is destroyed", clear).await;
    checks
        .invalid("a destroyed attachment", || gpu.queue.submit(&[&commands]))
        .await;
    // WebGPU lets it.
    checks
        .either("a view of what is destroyed", || texture.create_view(None))
        .await;

    let queries = gpu.queries(4);
    let results = gpu.buffer(256, Usage::QUERY_RESOLVE);
    let encoder = gpu.encoder();
    encoder.resolve_query_set(&queries, 0, 4, &results, 0);
    let commands = encoder.finish(None);
    queries.destroy();
    queries.destroy();
    checks
        .invalid("queries", || gpu.queue.submit(&[&commands]))
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn what_was_recorded_lives_on() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let commands = {
        let buffer = gpu.buffer(64, Usage::STORAGE);
        gpu.count_in(&buffer)
    };
    checks
        .fine("submit", || gpu.queue.submit(&[&commands]))
        .await;
    drop(commands);
    checks
        .fine_wait("wait", gpu.queue.on_submitted_work_done())
        .await;
    checks.end();
}
