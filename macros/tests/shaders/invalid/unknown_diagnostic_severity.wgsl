diagnostic(shout, derivative_uniformity);
