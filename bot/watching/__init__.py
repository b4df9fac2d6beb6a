"""After the mute: accounts that go on being read, and kept mentions that are looked at again."""
