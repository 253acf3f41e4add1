fn f() { var image: texture_2d<f32>; }
