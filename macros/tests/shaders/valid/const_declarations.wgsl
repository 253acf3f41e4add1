const WIDTH: u32 = 16;
const HEIGHT = WIDTH * 2;
const AREA: u32 = WIDTH * HEIGHT;
const HALF_PI = acos(0.0);
const AXES = array(vec3f(1, 0, 0), vec3f(0, 1, 0), vec3f(0, 0, 1));

fn axis(i: u32) -> vec3f {
    return AXES[i % 3u] * HALF_PI * f32(AREA);
}
