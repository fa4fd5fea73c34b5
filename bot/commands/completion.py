"""Shell completion."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Prints the script that lets a shell complete these commands.

    \b
    Example:  yexun completion bash > ~/.local/share/bash-completion/completions/yexun
    """
    made = get_completion_class(shell)
    if made is None:
        raise click.ClickException(f"no completion for {shell}")
    click.echo(made(ctx.find_root().command, {}, "yexun", "_YEXUN_COMPLETE").source())


COMMANDS = (completion,)
