pathway-employment = Jobs at tourism businesses
pathway-village-industry = Tourism in key poor villages
pathway-training = Tourism training and guidance
pathway-major-project = Major tourism projects
pathway-self-start = Own tourism business
pathway-non-tourism = Outside tourism

# where the full name does not fit
pathway-short-employment = Jobs
pathway-short-village-industry = Key villages
pathway-short-training = Training
pathway-short-major-project = Major projects
pathway-short-self-start = Own business
pathway-short-non-tourism = Outside tourism

# which evidence each pathway accepts
pathway-rule-employment = A verified job at a registered site, held for the required months before the announcement
pathway-rule-village-industry = A tourism payment to a member from a village supported in that year
pathway-rule-training = A completed course, and a job found after it
pathway-rule-major-project = Wages, land rent or another benefit to a member from a listed project
pathway-rule-self-start = A member's own licence or farm stay registration, with the support received
pathway-rule-non-tourism = A measure outside tourism; never counted in a tourism total
