"""User ids of WeCom: an AI bot that no super admin has made tells encrypted ones, which an app of the corp opens."""

from collections.abc import Sequence

from bot.channels.wecom_api import Api

#: So many the platform opens at once.
MOST = 1000


async def plain_ids(api: Api, open_ids: Sequence[str]) -> dict[str, str]:
    """The user id behind each encrypted one; those that the platform does not know are left out.

    Raises ApiError or Unreached.
    """
    wanted = list(dict.fromkeys(open_ids))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), MOST):
        body = {"json": {"open_userid_list": wanted[start : start + MOST]}}
        answer = await api.call("POST", "batch/openuserid_to_userid", body=lambda sent=body: sent)  # type: ignore[misc]
        rows = answer.get("userid_list")
        pairs = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
        found |= {str(one.get("open_userid", "")): str(one.get("userid", "")) for one in pairs}
    return {encrypted: plain for encrypted, plain in found.items() if encrypted and plain}
