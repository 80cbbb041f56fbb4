--- Tells that something goes on, and for how long: `⠹ grok-3 · waiting 4 s`.
local M = {}

local FRAME_MS = 100
local frames = { "⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏" }

--- Draws until the returned function is called.
---@param draw fun(prefix: string, seconds: integer)
---@return fun() stop
function M.start(draw)
  local started, frame = vim.loop.now(), 0
  local timer = vim.loop.new_timer()
  timer:start(FRAME_MS, FRAME_MS, vim.schedule_wrap(function()
    if timer:is_closing() then
      return
    end
    frame = frame % #frames + 1
    draw(frames[frame], math.floor((vim.loop.now() - started) / 1000))
  end))
  return function()
    if not timer:is_closing() then
      timer:close()
    end
  end
end

return M
