"""The XML of what members do, as the platform writes it before sealing."""

from itertools import count

_NUMBERS = count(7423456789012345678)


def cdata(text: str) -> str:
    """Text inside XML; an end mark within it is split in two."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def letter(corp_id: str, sender: str, kind: str, at: int, fields: str, msg_id: int | None = None) -> str:
    """One message of a member; a new MsgId unless one is given."""
    number = next(_NUMBERS) if msg_id is None else msg_id
    return (
        f"<xml><ToUserName>{cdata(corp_id)}</ToUserName><FromUserName>{cdata(sender)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType>{cdata(kind)}</MsgType>{fields}"
        f"<MsgId>{number}</MsgId><AgentID>1000002</AgentID></xml>"
    )


def text(content: str) -> str:
    """The fields of a text."""
    return f"<Content>{cdata(content)}</Content>"


def image(media_id: str) -> str:
    """The fields of a picture."""
    return f"<PicUrl>{cdata('http://p.invalid/1')}</PicUrl><MediaId>{cdata(media_id)}</MediaId>"


def voice(media_id: str, recognised: str = "") -> str:
    """The fields of a voice message."""
    heard = f"<Recognition>{cdata(recognised)}</Recognition>" if recognised else ""
    return f"<MediaId>{cdata(media_id)}</MediaId><Format>{cdata('amr')}</Format>{heard}"


def video(media_id: str) -> str:
    """The fields of a clip."""
    return f"<MediaId>{cdata(media_id)}</MediaId><ThumbMediaId>{cdata(media_id + '-thumb')}</ThumbMediaId>"


def location(label: str, latitude: str, longitude: str) -> str:
    """The fields of a place."""
    return (
        f"<Location_X>{latitude}</Location_X><Location_Y>{longitude}</Location_Y><Scale>15</Scale>"
        f"<Label>{cdata(label)}</Label><AppType>{cdata('wxwork')}</AppType>"
    )


def link(title: str, about: str, url: str) -> str:
    """The fields of a link."""
    return (
        f"<Title>{cdata(title)}</Title><Description>{cdata(about)}</Description><Url>{cdata(url)}</Url>"
        f"<PicUrl>{cdata('http://p.invalid/2')}</PicUrl>"
    )


def event(corp_id: str, sender: str, name: str, at: int, fields: str = "") -> str:
    """An event; it has no MsgId."""
    return (
        f"<xml><ToUserName>{cdata(corp_id)}</ToUserName><FromUserName>{cdata(sender)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType>{cdata('event')}</MsgType><Event>{cdata(name)}</Event>"
        f"{fields}<AgentID>1000002</AgentID></xml>"
    )
