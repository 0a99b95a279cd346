"""Addresses of Google's own pages, built from ids and never taken from text."""


def document_url(document_id: str) -> str:
    """Where a browser opens a document."""
    return f"https://docs.google.com/document/d/{document_id}/edit"


def thread_link(thread: str) -> str:
    """The address at which a mailbox's owner sees a conversation."""
    return f"https://mail.google.com/mail/#all/{thread}"
