"""What Slack accepts as a message ("chat.postMessage", "Block Kit", "Message metadata" of its documentation)."""

import json
import time
from typing import Any

from services.sandbox.slack.arguments import Arguments, Refused, structure
from services.sandbox.slack.channels import Channel, Workspace

Message = dict[str, Any]

_LONGEST_TEXT = 40_000
_LONGEST_SECTION = 3_000
_LONGEST_HEADER = 150
_MOST_BLOCKS = 50
_MOST_METADATA = 16_384
_NEEDED = {
    "section": (),
    "header": ("text",),
    "divider": (),
    "context": ("elements",),
    "actions": ("elements",),
    "image": ("alt_text",),
    "rich_text": ("elements",),
    "markdown": ("text",),
}


def content(given: Arguments) -> dict[str, Any]:
    """The part of a message that its sender writes: text, blocks, attachments, metadata; checked."""
    blocks = structure(given, "blocks", "invalid_blocks_format")
    attachments = structure(given, "attachments", "invalid_attachments")
    text = given.get("text") or ""
    if not isinstance(text, str):
        raise Refused(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] must be a string [json-pointer:/text]"]}
        )
    if not text and not blocks and not attachments:
        raise Refused("no_text")
    if len(text) > _LONGEST_TEXT:
        raise Refused("msg_too_long")
    written: dict[str, Any] = {"text": text}
    if blocks:
        written["blocks"] = _blocks(blocks)
    if attachments:
        written["attachments"] = attachments
    metadata = structure(given, "metadata", "invalid_metadata_format")
    if metadata:
        written["metadata"] = _metadata(metadata)
    return written


def _blocks(blocks: Any) -> list[dict[str, Any]]:
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    if len(blocks) > _MOST_BLOCKS:
        raise _wrong(f"no more than {_MOST_BLOCKS} items allowed [json-pointer:/blocks]")
    for number, block in enumerate(blocks):
        at = f"/blocks/{number}"
        kind = block.get("type") if isinstance(block, dict) else None
        if kind not in _NEEDED:
            raise _wrong(f"unsupported type: {kind} [json-pointer:{at}/type]")
        for name in _NEEDED[kind]:
            if not block.get(name):
                raise _wrong(f"missing required field: {name} [json-pointer:{at}]")
        if kind == "section" and not block.get("text") and not block.get("fields"):
            raise _wrong(f"missing required field: text [json-pointer:{at}]")
        if kind in ("section", "header") and block.get("text"):
            _text(block["text"], f"{at}/text", _LONGEST_SECTION if kind == "section" else _LONGEST_HEADER)
        for place, field in enumerate(block.get("fields", []) if kind == "section" else []):
            _text(field, f"{at}/fields/{place}", 2_000)
    return [{"block_id": f"b{number}", **block} for number, block in enumerate(blocks)]


def _text(text: Any, at: str, longest: int) -> None:
    if not isinstance(text, dict) or text.get("type") not in ("mrkdwn", "plain_text"):
        raise _wrong(f"unsupported type of text object [json-pointer:{at}]")
    if not text.get("text"):
        raise _wrong(f"must be more than 0 characters [json-pointer:{at}/text]")
    if len(text["text"]) > longest:
        raise _wrong(f"must be less than {longest + 1} characters [json-pointer:{at}/text]")


def _wrong(message: str) -> Refused:
    return Refused("invalid_blocks", response_metadata={"messages": [f"[ERROR] {message}"]})


def _metadata(metadata: Any) -> dict[str, Any]:
    fits = isinstance(metadata, dict) and set(metadata) == {"event_type", "event_payload"}
    if not fits or not isinstance(metadata["event_type"], str) or not isinstance(metadata["event_payload"], dict):
        raise Refused("invalid_metadata_format")
    if len(json.dumps(metadata)) > _MOST_METADATA:
        raise Refused("metadata_too_large")
    return dict(metadata)


def keep(workspace: Workspace, channel: Channel, written: Message, user_id: str, thread: str | None) -> Message:
    """Put a message into a channel, below another one if a thread is named."""
    message: Message = {"type": "message", "user": user_id, "ts": next_ts(workspace), "team": workspace["id"]}
    bot = workspace["bot"]
    if user_id == bot["user_id"]:
        profile = {"id": bot["bot_id"], "app_id": bot["app_id"], "name": bot["name"], "team_id": workspace["id"]}
        message |= {"bot_id": bot["bot_id"], "app_id": bot["app_id"], "bot_profile": profile}
    message |= written
    parent = by_ts(channel, thread) if thread else None
    if parent:
        message |= {"thread_ts": parent["ts"], "parent_user_id": parent["user"]}
        parent["thread_ts"] = parent["ts"]
        parent["reply_count"] = parent.get("reply_count", 0) + 1
        parent["latest_reply"] = message["ts"]
    channel["messages"].append(message)
    return message


def next_ts(workspace: Workspace) -> str:
    """A time stamp; two messages never share one, however fast they come."""
    micro = max(int(time.time() * 1_000_000), int(workspace.get("last_micro", 0)) + 1)
    workspace["last_micro"] = micro
    return f"{micro // 1_000_000}.{micro % 1_000_000:06d}"


def by_ts(channel: Channel, ts: str) -> Message | None:
    """The message with this time stamp, which is its id within the channel."""
    return next((message for message in channel["messages"] if message["ts"] == ts), None)


def permalink(workspace: Workspace, channel: Channel, message: Message) -> str:
    """The address of a message."""
    link = f"{workspace['url']}archives/{channel['id']}/p{message['ts'].replace('.', '')}"
    thread = message.get("thread_ts")
    return f"{link}?thread_ts={thread}&cid={channel['id']}" if thread and thread != message["ts"] else link
