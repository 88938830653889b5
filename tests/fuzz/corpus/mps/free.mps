NAME free
OBJSENSE
    MAX
ROWS
 N obj
 L flour
 L oven
COLUMNS
 bread obj 3 flour 1
 bread oven 1
 cake obj 2 flour 2
 cake oven 1
RHS
 RHS flour 4 oven 3
 RHS obj -1
ENDATA
