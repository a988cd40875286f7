-- GETs of the functions f0 to f(N-1), all of them in an order without neighbours: wrk -s spread.lua URL -- N
local requests = {}
local at = 0

function init(args)
   local count = tonumber(args[1])
   for i = 0, count - 1 do
      -- A prime that divides no number of functions that is measured.
      requests[i + 1] = wrk.format("GET", "/f" .. (i * 7919) % count)
   end
end

function request()
   at = at % #requests + 1
   return requests[at]
end
