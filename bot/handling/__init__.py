"""What one transaction of the pipeline does: the past read once, each mention judged, all of it kept together."""
