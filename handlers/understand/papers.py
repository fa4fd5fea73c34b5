"""Certificates, licences, plans: what a paper is by its name, which two names are the same one, what is over."""

from __future__ import annotations

import re

from models.expiring import ExpiringKind

#: What names of papers have in common, and what tells none of them apart.
_COMMON = re.compile(r"证书|证|作业|操作|资格|上岗|特种|合格|书|报告|应急")
#: The kind of a paper that is no person's, by a word in its name.
_KINDS = (
    ("备案", ExpiringKind.FILING),
    ("预案", ExpiringKind.PLAN),
    ("评价", ExpiringKind.EVALUATION),
    ("许可", ExpiringKind.LICENCE),
    ("执照", ExpiringKind.LICENCE),
    ("经营证", ExpiringKind.LICENCE),
    ("标准化", ExpiringKind.OTHER),
    ("检测", ExpiringKind.OTHER),
    ("验收", ExpiringKind.OTHER),
)
_OVER = re.compile(r"(?<![快要将会没未不])(?:过期|失效|超期|逾期|过了期)(?!没|前|吗|不\Z)|到期(?:了还)?没[换办审]")


def kind_of(name: str) -> ExpiringKind:
    """What kind of thing a name is of; what no word tells is the certificate of a person."""
    return next((kind for word, kind in _KINDS if word in name), ExpiringKind.CERTIFICATE)


def core(name: str) -> str:
    """What is left of a name without what all have: 低压电工作业证 is 低压电工."""
    return _COMMON.sub("", name)


def alike(one: str, other: str) -> bool:
    """Whether two names may be of the same paper: 低压电工证, 低压电工作业证, 电工证."""
    first, second = core(one), core(other)
    if not first or not second:
        return one in other or other in one
    return first in second or second in first


def over(text: str) -> bool:
    """Whether a question is about what has expired, not about what soon will."""
    return bool(_OVER.search(text))
