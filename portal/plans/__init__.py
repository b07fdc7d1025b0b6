"""Plans 四色图与现场公示: site plans with areas in the colours of their risks, and what hangs on the walls.

A site plan 平面图 is a picture of the premises; an area 区域 is a polygon on it that follows a whole unit 风险单元 or
chosen risks, and takes the colour of the gravest of them, as it is now. A poster 公示牌 is a printed sheet drawn from
the register: notice board 安全风险公告栏 (larger or above), warning board 警示牌 (MAJOR alone), card of a post
岗位安全风险告知卡, emergency card 应急处置卡, sheet of safety signs 安全警示标志, four-colour plan 四色分布图. It
carries no number and no signature; it is out of date 已过期 once a row beneath it has changed.
Law: 《江苏省生产经营单位安全风险管理条例》 art. 16, 省政府令第140号 art. 16 (what a board must name: both sets are
printed); 应急管理部令第2号 art. 19 (emergency cards).
This room reads the register and changes nothing in it.
"""
