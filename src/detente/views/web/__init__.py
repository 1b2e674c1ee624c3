"""The web application and JSON API over a ledger, made by `create_app` and served by `detente serve`."""

from detente.views.web.app import create_app
from detente.views.web.guard import Access

__all__ = ["Access", "create_app"]
