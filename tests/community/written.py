"""A community as its moderators write it in the configuration."""


def ouest(*about, members='"local"', desk=(), name="ouest", secret="NOWHERE_SET"):
    """Its table: with these lines about the community itself, and these about its desk."""
    lines = ["[[community]]", f'name = "{name}"', f"members = {members}", *about]
    lines += ["[community.desk]", 'platform = "mastodon"', f'handle = "moderation@{name}.test"']
    return "\n".join(["", *lines, f'secret = {{ env = "{secret}" }}', *desk, ""])
