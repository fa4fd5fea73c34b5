from tests.conftest import *
async def test_x(county):
    await county.clock.to("00:30", date(2026,3,15))
    await county.says("王建国", "夜巡发现1处隐患：3号泵密封渗漏，已通知维修", media="video")
    await county.clock.forward(minutes=2)
    print(county.heard())
