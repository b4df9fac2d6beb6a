"""Long work: asked for on a page, done in a process of its own, so that it slows neither pages nor shield."""
