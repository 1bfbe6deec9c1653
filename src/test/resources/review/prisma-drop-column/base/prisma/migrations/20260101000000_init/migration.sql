-- CreateTable
CREATE TABLE "Shelf" (
    "id" SERIAL NOT NULL,
    "label" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "Shelf_pkey" PRIMARY KEY ("id")
);
