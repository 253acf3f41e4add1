struct Ray {
    origin: vec3f,
    direction: vec3f,
}

struct Hit {
    ray: Ray,
    distance: f32,
}

fn cast_ray(ray: Ray) -> Hit {
    var hit = Hit(ray, 1e9);
    hit.ray.direction = normalize(hit.ray.direction);
    hit.distance = length(ray.origin);
    return hit;
}
