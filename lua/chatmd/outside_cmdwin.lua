local api = vim.api

--- Runs what opens or closes windows: at once, or when the command-line window is left, which lets
--- no other be opened or closed beside it.
---@param body fun()
local function outside_cmdwin(body)
  if vim.fn.getcmdwintype() == "" then
    return body()
  end
  api.nvim_create_autocmd("CmdwinLeave", {
    once = true,
    callback = function()
      -- The window is closed after its event.
      vim.schedule(function() outside_cmdwin(body) end)
    end,
  })
end

return outside_cmdwin
