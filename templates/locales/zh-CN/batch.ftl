batch-title = 按村批量归因
batch-lead = 一个村待归因的户列在一屏，逐户选依据，一次提出；不选的户不动。
batch-villages = 有待归因户的村
batch-other-village = 换一个村
batch-unsaved = 选好的依据还没有提出，离开后要重新选。
batch-evidence = 依据
batch-leave = 这次不提
batch-no-candidate = 没有可作依据的材料
batch-consequence = 一次全部提出：有一户不能提，一户也不提，原因写在那一户旁边。提出后由本县区另一人核实。
batch-propose = 提出这些归因
batch-none = 没有待归因的户。
batch-none-here = 这个村没有待归因的户。
batch-of = { $village }批量归因
batch-rows = { $n } 户
batch-was-undone = 已整批撤销
batch-undo = 整批撤销
batch-undo-lead = 只要还没有一户被核实，就可以整批撤销，各户回到待归因。

notice-batch-proposed = 已一次提出，等本县区另一人核实。
notice-batch-undone = 整批已撤销，各户可以重新归因。

error-batch-empty = 还没有给任何一户选依据。
error-batch-verified = 这一批里已有户被核实或确认，不能整批撤销；请逐户撤回。
error-batch-undone = 这一批已经撤销过了。
