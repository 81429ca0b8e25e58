"""The door for a web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings")
os.environ["HEARD_WEB"] = "1"  # nobody waits for a page longer than settings say: see the database there
application = get_wsgi_application()
