"""Python client of SQLEnv, an OpenEnv environment about answering questions with SQL."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import SqlEnv, SQLEnvClient
    from .credit import step_token_rewards, token_rewards
    from .models import SqlAction, SqlObservation, SqlState

__all__ = [
    "SQLEnvClient",
    "SqlAction",
    "SqlEnv",
    "SqlObservation",
    "SqlState",
    "step_token_rewards",
    "token_rewards",
]


def __getattr__(name: str) -> Any:
    """Imports OpenEnv when it is first asked for: that takes seconds, and the server needs none."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # client.py has all that needs OpenEnv.
    module = ".credit" if name.endswith("token_rewards") else ".client"
    return getattr(import_module(module, __name__), name)
