CREATE TABLE "Ferry" (
    "id" INTEGER NOT NULL,
    "route" INTEGER NOT NULL,
    CONSTRAINT "Ferry_pkey" PRIMARY KEY ("id")
);
