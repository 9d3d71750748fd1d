pathway-employment = 旅游企业就业安排
pathway-village-industry = 重点贫困村发展旅游产业
pathway-training = 旅游技能培训与就业指导
pathway-major-project = 重大旅游项目开发建设带动
pathway-self-start = 扶持旅游自我创业和自主就业
pathway-non-tourism = 非旅游途径

# 表里放不下全称时
pathway-short-employment = 就业安排
pathway-short-village-industry = 重点村产业
pathway-short-training = 培训与指导
pathway-short-major-project = 重大项目带动
pathway-short-self-start = 自主创业
pathway-short-non-tourism = 非旅游

# 每条途径认哪种依据
pathway-rule-employment = 在登记的旅游点就业、经县区核实，公告前干满规定月数
pathway-rule-village-industry = 当年受扶持的村发给本户成员的旅游项目款
pathway-rule-training = 培训已结业，并在结业后就业
pathway-rule-major-project = 已列入名单的重大项目给本户成员的工资、流转款或其他收入
pathway-rule-self-start = 本户成员自己的执照或农家乐登记，并得到扶持
pathway-rule-non-tourism = 旅游以外的帮扶措施，不计入旅游脱贫
