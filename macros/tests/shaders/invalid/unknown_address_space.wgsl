var<shared> data: f32;
