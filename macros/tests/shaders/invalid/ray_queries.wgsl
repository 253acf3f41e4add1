enable wgpu_ray_query;
