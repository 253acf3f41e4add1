struct Größe { Δx: f32, 長さ: f32 }

fn fläche(g: Größe) -> f32 { return g.Δx * g.長さ; }
