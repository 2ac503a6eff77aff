"""Set the help of all commands from the catalogue, and translate the texts of Typer itself.

Typer has no Chinese translation: its panel titles are module constants, its errors English sentences. Both are
replaced from ``typer.yml``, where each English text is written as Typer prints it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer import core, rich_utils

from crawler.cli.messages import CATALOGUE, text
from crawler.cli.translation import translate
from storage.messages import current_language

if TYPE_CHECKING:
    import typer

PANELS = {
    "ARGUMENTS_PANEL_TITLE": "arguments",
    "OPTIONS_PANEL_TITLE": "options",
    "COMMANDS_PANEL_TITLE": "commands",
    "ERRORS_PANEL_TITLE": "error",
    "DEFAULT_STRING": "default",
    "REQUIRED_LONG_STRING": "required",
    "ABORTED_TEXT": "aborted",
    "RICH_HELP": "try_help",
}


def set_help(app: typer.Typer, path: str = "") -> None:
    """Set the help of ``app`` and of every command and group below it; KeyError for one without a message."""
    app.info.help = text(f"help.{path.strip() or 'govnews'}")
    for command in app.registered_commands:
        command.help = text(f"help.{path}{command.name}")
    for group in app.registered_groups:
        if group.typer_instance is not None:
            set_help(group.typer_instance, f"{path}{group.name} ")


def translate_typer() -> None:
    """Replace the panel titles, the usage line and the help option of Typer if the language is Chinese."""
    if current_language() != "zh":
        return
    for constant, name in PANELS.items():
        setattr(rich_utils, constant, text(f"typer.{name}"))
    rich_utils.highlighter.highlights.append(r"(?P<usage>用法：)")
    for kind in (core.TyperCommand, core.TyperGroup):
        _translate_command(kind)


def _translate_command(kind: Any) -> None:
    usage, params = kind.get_usage, kind.get_params

    def get_usage(self: Any, ctx: Any) -> str:
        line = str(usage(self, ctx))
        for name in ("usage", "options_metavar", "subcommand_metavar"):
            line = line.replace(CATALOGUE.messages("typer")[f"typer.{name}"].en, text(f"typer.{name}"), 1)
        return line

    def get_params(self: Any, ctx: Any) -> Any:
        found = params(self, ctx)
        for param in found:
            if getattr(param, "help", None):
                param.help = translate_text(param.help)
        return found

    kind.get_usage, kind.get_params = get_usage, get_params


def translate_text(english: str) -> str:
    """Return an error or a help text of Typer in the current language; unknown texts are returned unchanged."""
    return translate(english, "typer")
