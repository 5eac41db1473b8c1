"""`python -m kg` is `kg`; both start here, so that Ctrl-C ends them in the same way before there is anything to interrupt."""


def start() -> None:
    """Runs the command line."""
    try:
        from kg.cli import main
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    start()
