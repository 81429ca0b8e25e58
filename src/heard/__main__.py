"""`python -m heard`, the same as the `heard` command."""

import sys

from heard.config.command import main

sys.exit(main())
