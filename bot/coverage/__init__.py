"""Coverage: what each source could see, what nobody saw, and watches over the shield itself."""
