"""What a conversation keeps of its own; the words themselves are passages of contributions."""

from heard.methods.conversation.models.answers import OfficerReply, Question, StatusChange
from heard.methods.conversation.models.counted import CountedSupport
from heard.methods.conversation.models.files import Photo, Recording
from heard.methods.conversation.models.posts import DEEPEST, Conversation, Merge, Post, Support
from heard.methods.conversation.models.telling import Telling

__all__ = [
    "DEEPEST",
    "Conversation",
    "CountedSupport",
    "Merge",
    "OfficerReply",
    "Photo",
    "Post",
    "Question",
    "Recording",
    "StatusChange",
    "Support",
    "Telling",
]
