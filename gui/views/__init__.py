"""Windows, dialogs, tray icon and notifications. They render view models, forward gestures and know no rule."""

__all__: list[str] = []
