#import noise::value

fn f() -> f32 { return value(3u); }
