var<workgroup> a: atomic<f32>;
