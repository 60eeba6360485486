"""Replies to forms: stored as snapshots below ``data/sources/own/<programme>/<party>``, a file a
reply, named by the day it was signed; read back for a report as of its date.

read_replies(workspace, programme, until)        every reply signed by then, the latest last
store_reply(workspace, programme, reply, today)  a new one beside those that are there
"""

from analysis.sources.replies.reading import read_replies, reply_ids, speaks_from
from analysis.sources.replies.storing import Stored, store_reply

__all__ = ["Stored", "read_replies", "reply_ids", "speaks_from", "store_reply"]
