"""Publishers: each a module and a ``.toml``; bytes in, statements and snapshots out. No database, no clock."""
